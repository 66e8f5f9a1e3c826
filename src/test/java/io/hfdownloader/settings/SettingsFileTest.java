package io.hfdownloader.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.settings.Machines.Machine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What users set is there after a restart, whatever became of the file. */
@Tag("fast")
class SettingsFileTest {

    private static final Machines DESK = new Machines(List.of(new Machine("Desk", 24L << 30, 64L << 30)), 32_768);

    @TempDir
    Path folder;

    @Test
    void eachSettingIsKeptBesideTheOther() throws IOException {
        SettingsFile before = open();
        before.saveBandwidthLimit(new BandwidthSetting("5M", false));
        before.saveMachines(DESK);
        assertThat(open().bandwidthLimit()).isEqualTo("5M");
        assertThat(open().isBandwidthLimitEnabled()).isFalse();
        assertThat(open().machines()).isEqualTo(DESK);

        open().saveBandwidthLimit(new BandwidthSetting("", true));

        assertThat(open().bandwidthLimit()).isEmpty();
        assertThat(open().isBandwidthLimitEnabled()).isTrue();
        assertThat(open().machines()).isEqualTo(DESK);
    }

    /** A limit that nobody meant to switch off is in force. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "\"off\"", "{}", "[false]", "1"})
    void aSwitchThatCannotBeReadIsOn(String enabled) throws IOException {
        Files.writeString(file(), "{\"bandwidthLimit\": \"5M\", \"bandwidthLimitEnabled\": " + enabled + "}");

        assertThat(open().bandwidthLimit()).isEqualTo("5M");
        assertThat(open().isBandwidthLimitEnabled()).isTrue();
    }

    /** As each released version wrote it. */
    @ParameterizedTest
    @ValueSource(strings = "0.9.0")
    void whatAnEarlierVersionKeptIsTakenOver(String version) throws IOException {
        Files.copy(Path.of("src/test/resources/state", version, "settings.json"), file());

        assertThat(open().bandwidthLimit()).isEqualTo("20M");
        assertThat(open().isBandwidthLimitEnabled()).isTrue();
        assertThat(open().machines()).isEqualTo(DESK);
    }

    @Test
    void nothingIsSetAtFirst() throws IOException {
        assertThat(open().bandwidthLimit()).isNull();
        assertThat(open().machines()).isEqualTo(new Machines(List.of(), 8192));
        open().saveMachines(DESK);
        assertThat(open().bandwidthLimit()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "\"Desk\"",
                "{\"machines\": null, \"contextLength\": 8192}",
                "{\"machines\": [null], \"contextLength\": 8192}",
                "{\"machines\": [{\"name\": \"Desk\"}], \"contextLength\": 8192}",
                "{\"machines\": [], \"contextLength\": -1}"
            })
    void machinesThatCannotBeDoNotCostTheLimit(String machines) throws IOException {
        Files.writeString(file(), "{\"bandwidthLimit\": \"5M\", \"machines\": " + machines + ", \"newer\": 1}");

        assertThat(open().bandwidthLimit()).isEqualTo("5M");
        assertThat(open().machines()).isEqualTo(Machines.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "no json", "[1]"})
    void aFileThatCannotBeReadIsNoReasonToStop(String content) throws IOException {
        Files.writeString(file(), content);

        assertThat(open().machines()).isEqualTo(Machines.NONE);
    }

    @Test
    void aFileThatCannotBeReadIsSetAsideBeforeItIsWrittenOver() throws IOException {
        Files.writeString(file(), "{\"bandwidthLimit\": \"20M\",}");
        SettingsFile settings = open();

        settings.saveBandwidthLimit(new BandwidthSetting("5M", true));

        assertThat(folder.resolve("settings.json.bad")).hasContent("{\"bandwidthLimit\": \"20M\",}");
        assertThat(settings.bandwidthLimit()).isEqualTo("5M");
    }

    @Test
    void whatCannotBeWrittenIsNotClaimed() throws IOException {
        SettingsFile settings = open();
        Files.createDirectories(folder.resolve("settings.json/in-its-place"));

        assertThatThrownBy(() -> settings.saveMachines(DESK)).isInstanceOf(IOException.class);

        assertThat(settings.machines()).isEqualTo(Machines.NONE);
    }

    private SettingsFile open() {
        SettingsFile settings = new SettingsFile(new ObjectMapper(), RootFolder.of(folder), this::file);
        settings.load();
        return settings;
    }

    private Path file() {
        return folder.resolve("settings.json");
    }
}

package io.hfdownloader.hook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.hfdownloader.files.DiskSpace;
import io.hfdownloader.files.SizeOrShare;
import io.hfdownloader.hook.event.HookEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What owners write about hooks, and what they are told of it. */
@Tag("fast")
class HookSettingsTest {

    @TempDir
    Path folder;

    @Test
    void aHookIsMadeOfWhatTheSettingsSay() {
        HookReader reader = new HookReader("/usr/bin:/bin");
        List<Hook> hooks = reader.read(config(Map.of(
                        "phone.kind", "ntfy",
                        "phone.url", "https://ntfy.example/models",
                        "phone.events", "failed, disk-low",
                        "backup.command", "sh -c 'echo \"a b\"' x",
                        "bot.kind", "telegram",
                        "bot.secret", "123456:AbcDefGhiJkl",
                        "bot.to", "@models",
                        "my-service.url", "http://192.168.1.5:8080/in",
                        "my-service.timeout", "3s"))
                .hooks());
        assertThat(reader.faults()).isEmpty();
        assertThat(hooks).extracting(Hook::name).containsExactly("backup", "bot", "my-service", "phone");
        assertThat(hooks.get(0).command()).element(0).asString().endsWith("/sh");
        assertThat(hooks.get(0).command()).endsWith("-c", "echo \"a b\"", "x");
        assertThat(hooks.get(0).events()).doesNotContain(HookEvent.TEST).hasSize(4);
        assertThat(hooks.get(1).shown()).isEqualTo("https://api.telegram.org");
        assertThat(hooks.get(2).kind()).isEqualTo(HookKind.WEBHOOK);
        assertThat(hooks.get(2).timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(hooks.get(2).shown()).isEqualTo("http://192.168.1.5:8080/…");
        assertThat(hooks.get(3).events()).isEqualTo(Set.of(HookEvent.FAILED, HookEvent.DISK_LOW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.kind=pager, a.url=http://x | hf-downloader.hooks.a.kind (HF_DOWNLOADER_HOOKS_A_KIND) is \"pager\"",
                "a.events=completed | A_URL) is missing",
                "a.url=ftp://x/0123456789abcdefSECRET | A_URL) is no address",
                "a.url=http://u:0123456789abcdefSECRET@x/ | A_URL) is no address",
                "a.url=nas | A_URL) is no address",
                "a.url=http://x/, a.events=done | A_EVENTS) names \"done\", which is no event",
                "a.url=http://x/, a.events=test | which is no event",
                "a.url=http://x/, a.timeout=soon | A_TIMEOUT) is \"soon\"",
                "a.url=http://x/, a.timeout=1h | A_TIMEOUT) is \"1h\"",
                "a.url=http://x/, a.secret=short | A_SECRET) is a key of 5 bytes",
                "a.url=http://x/, a.secret=whsec_*0123456789abcdefSECRET | and no Base64 follows",
                "a.url=http://x/, a.command=/bin/true | stands beside a command",
                "a.url=http://x/, a.kind=slack, a.command=/bin/true | A_COMMAND) is given",
                "a.kind=command | A_COMMAND) is missing",
                "a.command=/no/such/thing | names a program that is not there (/no/such/thing)",
                "a.command=/etc/passwd | names what cannot be executed",
                "a.command=/etc | names what cannot be executed",
                "a.command=./told.sh | by a relative path",
                "a.command=no-such-program-anywhere | is in no folder of PATH",
                "a.command=/bin/echo 'x | has a quote that does not end",
                "a.command=[\"/bin/echo\" | begins as a list in JSON",
                "a.command=[\"/bin/echo\"\\, 5] | something in its list that is no text",
                "a.command='' | names no program",
                "a.kind=ntfy, a.url=https://ntfy.sh/ | has no topic",
                "a.kind=gotify, a.url=https://g/ | Gotify wants the token",
                "a.kind=telegram, a.to=5 | Telegram wants the token",
                "a.kind=telegram, a.to=5, a.secret=0123456789abcdefSECRET | is no token of a bot",
                "a.kind=telegram, a.secret=123:0123456789abcdef | Name the chat",
                "a.kind=apprise, a.url=http://x/notify | is to be told whom",
                "a.kind=gotify, a.url=https://g/, a.secret=0123 456789abcdefSECRET | that no token has",
                "A.url=http://x/ | A hook is called \"A\"",
                "\"a b\".url=http://x/ | A hook is called \"a b\"",
                "-.url=http://x/ | A hook is called"
            })
    void whatCannotBeIsASentenceWithoutASecret(String settings, String sentence) {
        Map<String, String> written = new HashMap<>();
        for (String one : settings.split("(?<!\\\\), (?=[aA\"-])")) {
            int equals = one.indexOf('=');
            written.put(one.substring(0, equals), one.substring(equals + 1).replace("\\,", ","));
        }
        HookReader reader = new HookReader("/usr/bin:/bin");
        assertThat(reader.read(config(written).hooks())).isEmpty();
        assertThat(reader.faults())
                .singleElement()
                .asString()
                .contains(sentence)
                .doesNotContain("SECRET\"", "abcdefSECRET");
    }

    @Test
    void allFaultsAreToldAtOnce() {
        HookReader reader = new HookReader("");
        List<Hook> hooks = reader.read(
                config(Map.of("a.url", "x", "a.events", "x", "b.command", "/x", "c.url", "http://good.example/"))
                        .hooks());
        assertThat(hooks).singleElement().extracting(Hook::name).isEqualTo("c");
        assertThat(reader.faults()).hasSize(3);
    }

    @Test
    void tooManyHooksAreRefused() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 21; i++) {
            many.put("h" + i + ".url", "http://x/");
        }
        HookReader reader = new HookReader("");
        assertThat(reader.read(config(many).hooks())).hasSize(20);
        assertThat(reader.faults()).singleElement().asString().contains("There are 21 hooks");
    }

    @Test
    void aCommandThatMayNotBeExecutedIsNamed() throws IOException {
        Path script = Files.writeString(folder.resolve("told.sh"), "#!/bin/sh\n");
        HookReader reader = new HookReader("");
        assertThat(reader.read(config(Map.of("a.command", script.toString())).hooks()))
                .isEmpty();
        assertThat(reader.faults()).singleElement().asString().contains("cannot be executed (" + script + ")");
    }

    @Test
    void whatLooksSecretInAnAddressIsASecret() {
        HookReader reader = new HookReader("");
        List<Hook> hooks = reader.read(config(Map.of(
                        "d.kind", "discord",
                        "d.url", "https://discord.example/api/webhooks/112233445566778899/AbCdEf-gh_0123",
                        "n.kind", "ntfy",
                        "n.url", "https://ntfy.example/thehousealarms",
                        "w.url", "https://x.example/incoming/webhooks?key=0a1b2c3d4e5f",
                        "w.secret", "a-secret-of-some-length b-secret-of-some-length"))
                .hooks());
        assertThat(hooks.stream().flatMap(HookSecrets::of))
                .contains(
                        "AbCdEf-gh_0123",
                        "thehousealarms",
                        "0a1b2c3d4e5f",
                        "a-secret-of-some-length",
                        "b-secret-of-some-length")
                .doesNotContain("webhooks", "incoming", "api");
        assertThat(hooks.toString()).doesNotContain("AbCdEf", "a-secret");
    }

    // --- low disks ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"10G, 10000000000", "1Gi, 1073741824", "500 MB, 500000000", "0, 0", "1.5T, 1500000000000", "12, 12"})
    void aSizeIsRead(String text, long bytes) {
        assertThat(LowSpace.parse(text)).isEqualTo(new LowSpace(new SizeOrShare(bytes, 0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"much", "-1", "5 %%", "100%", "10 G G", "1e9", "⑤"})
    void whatIsNoSizeIsASentence(String text) {
        assertThatThrownBy(() -> LowSpace.parse(text)).hasMessageContaining("which is no size such as 10G");
    }

    @Test
    void aDiskIsLowUntilAQuarterMoreIsFree() {
        LowSpace low = LowSpace.parse("5%");
        assertThat(low.isLow(new DiskSpace(50, 1_000), false)).isFalse();
        assertThat(low.isLow(new DiskSpace(49, 1_000), false)).isTrue();
        assertThat(low.isLow(new DiskSpace(60, 1_000), true)).isTrue();
        assertThat(low.isLow(new DiskSpace(63, 1_000), true)).isFalse();
        assertThat(LowSpace.parse("0").isLow(new DiskSpace(0, 1_000), false)).isFalse();
    }

    private static HookConfig config(Map<String, String> hooks) {
        Map<String, String> properties = new HashMap<>();
        hooks.forEach((name, value) -> properties.put("hf-downloader.hooks." + name, value));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(properties, "settings", 250))
                .withMapping(HookConfig.class)
                .build()
                .getConfigMapping(HookConfig.class);
    }
}

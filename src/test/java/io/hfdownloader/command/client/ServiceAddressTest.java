package io.hfdownloader.command.client;

import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class ServiceAddressTest {

    @ParameterizedTest
    @CsvSource({
        "nas:5000, http://nas:5000, http://nas:5000",
        "HTTP://nas:5000/, http://nas:5000, http://nas:5000",
        "HTTPS://Models.Example.com/hf-downloader//, https://Models.Example.com/hf-downloader, https://Models.Example.com/hf-downloader",
        "http://hf_downloader:5000, http://172.17.0.2:5000, http://hf_downloader:5000",
        "hf_downloader, http://172.17.0.2, http://hf_downloader",
        "http://my_nas/models, http://172.17.0.2/models, http://my_nas/models",
        "http://jane:p%40ss@nas_1:5000/x/, http://172.17.0.2:5000/x, http://nas_1:5000/x",
        "'  http://[::1]:5000 ', http://[::1]:5000, http://[::1]:5000",
        "127.0.0.1:5000, http://127.0.0.1:5000, http://127.0.0.1:5000"
    })
    void anAddressIsTakenAsPeopleAndContainersWriteIt(String text, String root, String shown) {
        ServiceAddress address = ServiceAddress.parse(text, true, name -> "172.17.0.2");

        assertThat(address.root()).hasToString(root);
        assertThat(address).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://nas",
                "http://",
                "http:///x",
                "https://my_nas",
                "http://na$_s",
                "http://nas:port",
                "http://nas?x=1",
                "http://nas/#top",
                "http://nas/a b",
                "://nas"
            })
    void whatIsNoAddressIsWrongUseAndIsNotQuoted(String text) {
        assertThatThrownBy(() -> ServiceAddress.parse(text, true, name -> "172.17.0.2"))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        wrong -> assertThat(wrong.exitCode()).isEqualTo(ExitCode.WRONG_USE))
                .hasMessageStartingWith("The address of the service (--url or HF_DOWNLOADER_URL) cannot be read.");
    }
}

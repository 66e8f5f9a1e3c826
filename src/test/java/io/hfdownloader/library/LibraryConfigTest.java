package io.hfdownloader.library;

import java.nio.file.Path;
import java.util.Map;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class LibraryConfigTest {

    /** Stands for the mapping of another package, which has the same prefix. */
    @ConfigMapping(prefix = "hf-downloader")
    interface OtherConfig {
        @WithDefault("2")
        int maxActiveDownloads();
    }

    private static SmallRyeConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 1_000))
                .withMapping(LibraryConfig.class)
                .withMapping(OtherConfig.class)
                .build();
    }

    @Test
    void sharesItsPrefixWithOtherPackages() {
        SmallRyeConfig config =
                config(Map.of("hf-downloader.models-dir", "/data", "hf-downloader.max-active-downloads", "5"));
        assertThat(config.getConfigMapping(LibraryConfig.class).modelsDir()).isEqualTo(Path.of("/data"));
        assertThat(config.getConfigMapping(OtherConfig.class).maxActiveDownloads())
                .isEqualTo(5);
        assertThat(config(Map.of()).getConfigMapping(LibraryConfig.class).modelsDir())
                .isEqualTo(Path.of("/models"));
    }

    @Test
    void refusesATypo() {
        assertThatThrownBy(() -> config(Map.of("hf-downloader.model-dir", "/data")))
                .hasMessageContaining("hf-downloader.model-dir");
    }
}

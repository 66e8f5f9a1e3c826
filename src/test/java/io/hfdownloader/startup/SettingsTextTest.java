package io.hfdownloader.startup;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.hfdownloader.download.DownloadConfig;
import io.hfdownloader.hook.HookConfig;
import io.hfdownloader.hub.HubConfig;
import io.hfdownloader.transfer.TransferConfig;
import io.hfdownloader.web.http.WebConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What users write into settings that are more than a text, and what they are told of it. */
@Tag("fast")
class SettingsTextTest {

    @ParameterizedTest
    @CsvSource({
        "hf-downloader.max-connections, 16",
        "hf-downloader.max-connections, ' 8 '",
        "hf-downloader.max-retries, 0",
        "hf-downloader.stall-timeout, 20s",
        "hf-downloader.stall-timeout, 20",
        "hf-downloader.stall-timeout, 500ms",
        "hf-downloader.stall-timeout, PT1M",
        "hf-downloader.xet, OFF",
        "quarkus.http.port, 0",
        "quarkus.http.port, 65535"
    })
    void whatCanBeReadIsTaken(String name, String text) {
        assertThat(objection(name, text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "hf-downloader.max-connections, -1",
        "hf-downloader.max-connections, 0",
        "hf-downloader.max-connections, many",
        "hf-downloader.max-connections, 1.5",
        "hf-downloader.max-connections, 99999999999",
        "hf-downloader.max-connections, '\"8\"'",
        "hf-downloader.max-active-downloads, -2",
        "hf-downloader.max-active-verifications, 0",
        "hf-downloader.max-retries, -1",
        "hf-downloader.stall-timeout, soon",
        "hf-downloader.stall-timeout, -20s",
        "hf-downloader.stall-timeout, 0s",
        "hf-downloader.stall-timeout, 999999999999999999d",
        "hf-downloader.retry-delay, 20 apples",
        "hf.api-timeout, ''",
        "hf-downloader.xet, on",
        "quarkus.http.port, 70000",
        "quarkus.http.port, http"
    })
    void whatCannotIsNamedWithItsVariable(String name, String text) {
        assertThat(objection(name, text))
                .hasValueSatisfying(words -> assertThat(words).isNotBlank());
    }

    /** The second place that knows the settings cannot fall behind the first. */
    @Test
    void noSettingIsForgotten() throws Exception {
        List<String> missing = new ArrayList<>();
        List<Class<?>> mappings = mappings();
        for (Class<?> mapping : mappings) {
            String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
            for (Method method : mapping.getDeclaredMethods()) {
                String name = prefix + "." + kebab(method.getName());
                SettingKind kind = SettingKind.of(name);
                if (kind == null || isMoreThanAText(method) == (kind == SettingKind.TEXT)) {
                    missing.add(name);
                }
            }
        }
        assertThat(mappings).contains(DownloadConfig.class).hasSizeGreaterThan(4);
        assertThat(missing).isEmpty();
    }

    private static List<Class<?>> mappings() throws Exception {
        Path root = Path.of(DownloadConfig.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Class<?>> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class"))
                    .filter(path -> !path.getFileName().toString().contains("-"))
                    .toList()) {
                String name =
                        root.relativize(file).toString().replace(".class", "").replace('/', '.');
                Class<?> type = Class.forName(name, false, DownloadConfig.class.getClassLoader());
                if (type.isAnnotationPresent(ConfigMapping.class)) {
                    found.add(type);
                }
            }
        }
        return found;
    }

    @Test
    void aVariableThatIsSetAndBlankIsNotSet() {
        assertThat(EnvironmentVariables.thoseSet(Map.of(
                        "HF_TOKEN", "",
                        "QUARKUS_HTTP_PORT", " \t",
                        "HF_ENDPOINT", "https://hub.example\r",
                        "HF_DOWNLOADER_XET", "off",
                        "HF_DOWNLOADER_BASE_URL", "")))
                .isEqualTo(Map.of(
                        "HF_ENDPOINT",
                        "https://hub.example",
                        "HF_DOWNLOADER_XET",
                        "off",
                        "HF_DOWNLOADER_BASE_URL",
                        ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${HF_TOKEN}", "pa$$word", "a\\$b", "$", "x$", "$5", "${a:b}", "\\\\${x}", "a\\b", "{x}"})
    void aVariableIsTakenAsItStands(String value) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new EnvConfigSource(EnvironmentVariables.thoseSet(Map.of("HF_TOKEN", value)), 300))
                .build();
        assertThat(config.getValue("HF_TOKEN", String.class)).isEqualTo(value);
    }

    /** With the sources and the order that Quarkus has them in. */
    @Test
    void aFaultySettingDoesNotHideTheNextOne() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withInterceptors(new SettingSyntax())
                .withSources(new EnvConfigSource(
                        Map.of("HF_DOWNLOADER_MAX_CONNECTIONS", "many", "HF_DOWNLOADER_STALL_TIMEOUT", "soon"), 300))
                .build();

        assertThat(config.getValue("hf-downloader.max-connections", Integer.class))
                .isPositive();
        assertThat(config.getValue("hf-downloader.stall-timeout", String.class)).isEqualTo("1s");
        StartupFaults faults = SettingSyntax.faults();
        assertThat(faults.sentences())
                .anySatisfy(sentence -> assertThat(sentence)
                        .startsWith(
                                "hf-downloader.max-connections (HF_DOWNLOADER_MAX_CONNECTIONS) is \"many\", which is no"
                                        + " whole number from 1 to 10000. Correct it"))
                .anySatisfy(sentence -> assertThat(sentence)
                        .contains("HF_DOWNLOADER_STALL_TIMEOUT", "\"soon\", which is no time such as"));
    }

    /** With the other faults, and not in place of them: the mapping would end the start with it alone. */
    @Test
    void aSettingThatThereIsNotDoesNotHideTheOthers() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withInterceptors(new SettingSyntax())
                .withSources(
                        new PropertiesConfigSource(
                                Map.of(
                                        "hf-downloader.model-dirs", "/data",
                                        "hf.tokn", "hf_secret",
                                        "hf-downloader.stall-timeout", "later",
                                        "hf-downloader.allowed-hosts[0]", "nas"),
                                "application.properties",
                                250),
                        new EnvConfigSource(Map.of("HF_HUB_OFFLINE", "1", "HF_DOWNLOADER_RETRY_DELAY", "never"), 300))
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(TransferConfig.class)
                .withMapping(WebConfig.class)
                .withMapping(HubConfig.class)
                .build();

        assertThat(config.getConfigMapping(WebConfig.class).allowedHosts()).contains(List.of("nas"));
        assertThat(SettingSyntax.faults().sentences())
                .anySatisfy(told -> assertThat(told)
                        .startsWith("hf-downloader.model-dirs (in ")
                        .endsWith(") is no setting. The README lists those there are."))
                .anySatisfy(told -> assertThat(told).startsWith("hf.tokn (in "))
                .anySatisfy(told -> assertThat(told).contains("HF_DOWNLOADER_STALL_TIMEOUT) is \"later\""))
                .anySatisfy(told -> assertThat(told).contains("HF_DOWNLOADER_RETRY_DELAY) is \"never\""))
                .noneSatisfy(told -> assertThat(told).contains("secret"))
                .noneSatisfy(told -> assertThat(told).contains("offline"))
                .noneSatisfy(told -> assertThat(told).contains("allowed-hosts"));
    }

    /** What the configuration library says of a setting that nobody knows, in our words and beside our faults. */
    @Test
    void aSettingThatThereIsNotIsNamedWithoutAStack() {
        assertThatThrownBy(() -> new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(
                                Map.of("hf-downloader.model-dir", "/data"), "application.properties", 250))
                        .withMapping(DownloadConfig.class)
                        .build())
                .satisfies(failure -> assertThat(StartupFailure.message(failure))
                        .hasValueSatisfying(told -> assertThat(told)
                                .contains("hf-downloader.model-dir (in ", ") is no setting.")
                                .doesNotContain("SRCFG")));
        assertThat(StartupFailure.message(new IllegalStateException("a fault of ours")))
                .isEmpty();
        assertThat(StartupFailure.message(new RuntimeException(new BindException("Permission denied"))))
                .hasValueSatisfying(told -> assertThat(told).contains("Permission denied", "QUARKUS_HTTP_HOST"));
    }

    @Test
    void aHookIsSetByVariablesWhateverItsName() {
        Map<String, String> variables = Map.of(
                "HF_DOWNLOADER_HOOKS_NAS_URL", "http://nas/",
                "HF_DOWNLOADER_HOOKS_MY_PHONE_URL", "http://phone/",
                "HF_DOWNLOADER_HOOKS_URL_TO", "x",
                "HF_DOWNLOADER_HOOKS_NAS_ULR", "x",
                "HF_DOWNLOADER_HOOKS_URL", "x",
                "HF_DOWNLOADER_XET", "off");
        assertThat(HookVariables.properties(variables))
                .containsOnlyKeys(
                        "hf-downloader.hooks.nas.url",
                        "hf-downloader.hooks.my-phone.url",
                        "hf-downloader.hooks.url.to");
        assertThat(HookVariables.faults(variables))
                .hasSize(2)
                .anySatisfy(told -> assertThat(told).startsWith("HF_DOWNLOADER_HOOKS_NAS_ULR is no setting of a hook"))
                .anySatisfy(told -> assertThat(told).startsWith("HF_DOWNLOADER_HOOKS_URL is no setting"));
    }

    @Test
    void hooksCanBeSetToWhatTheirMappingKnows() {
        List<String> known = Stream.of(HookConfig.Settings.class.getDeclaredMethods())
                .filter(method -> method.getReturnType() == Optional.class)
                .map(Method::getName)
                .toList();
        assertThat(HookVariables.FIELDS).containsExactlyInAnyOrderElementsOf(known);
        assertThat(SettingKind.isUnknown("hf-downloader.hooks.nas.url")).isFalse();
        assertThat(SettingKind.isUnknown("hf-downloader.hooks.nas.ulr")).isTrue();
        assertThat(SettingKind.isUnknown("hf-downloader.hooks.url")).isTrue();
    }

    private static Optional<String> objection(String name, String text) {
        SettingKind kind = SettingKind.of(name);
        assertThat(kind).as(name).isNotNull();
        assertThat(kind.objection(kind.standIn())).isEmpty();
        return kind.objection(text);
    }

    private static boolean isMoreThanAText(Method method) {
        Class<?> type = method.getReturnType() == Optional.class
                        && method.getGenericReturnType() instanceof ParameterizedType optional
                        && optional.getActualTypeArguments()[0] instanceof Class<?> inner
                ? inner
                : method.getReturnType();
        return type == int.class
                || type == long.class
                || type == Integer.class
                || type == Duration.class
                || type.isEnum()
                || type == boolean.class
                || type == double.class;
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}

package io.hfdownloader.startup;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import io.smallrye.config.SysPropConfigSource;

/**
 * The environment as our users mean it: a variable that is set and blank is not set, as a line {@code HF_TOKEN=} in a file of
 * variables says, and what is around a value (a carriage return, say) is no part of it. Found by its name in
 * {@code META-INF/services}.
 */
public final class EnvironmentVariables implements SmallRyeConfigBuilderCustomizer {

    /** The one that means something when it is empty: no prefix. */
    private static final String MEANS_SOMETHING_EMPTY = "HF_DOWNLOADER_BASE_URL";

    private static final Pattern DOLLAR = Pattern.compile("(?<!\\\\)\\$");

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        if (builder.isAddDefaultSources() || builder.isAddSystemSources()) {
            Map<String, String> variables = thoseSet(System.getenv());
            Map<String, String> hooks = HookVariables.properties(variables);
            HookVariables.faults(variables).forEach(SettingSyntax::note);
            variables.keySet().removeIf(name -> name.startsWith(HookVariables.PREFIX));
            builder.setAddDefaultSources(false)
                    .setAddSystemSources(false)
                    .addPropertiesSources()
                    .withSources(
                            new SysPropConfigSource(),
                            new PropertiesConfigSource(hooks, "EnvConfigSource of hooks", EnvConfigSource.ORDINAL),
                            new EnvConfigSource(variables, EnvConfigSource.ORDINAL));
        }
    }

    /**
     * A value as it stands: a {@code $} in it, of a password or of a file of variables that is quoted wrongly, begins no
     * expression of the configuration's. Two stand for one there, or a backslash and one do.
     */
    private static String literal(String value) {
        return DOLLAR.matcher(value).replaceAll("\\$\\$").replace("\\$", "\\\\$");
    }

    static Map<String, String> thoseSet(Map<String, String> environment) {
        Map<String, String> set = new HashMap<>();
        environment.forEach((name, value) -> {
            String stripped = value.strip();
            if (!stripped.isEmpty() || name.equals(MEANS_SOMETHING_EMPTY)) {
                set.put(name, literal(stripped));
            }
        });
        return set;
    }
}

package io.hfdownloader.settings;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * The machines on which a user runs models, named once, to tell which variants fit there.
 *
 * @param machines at most {@value #MAX_MACHINES}
 * @param contextLength tokens of context for which the memory is to suffice
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record Machines(List<Machine> machines, int contextLength) {

    /** Context, in tokens, that is assumed until a user says something else, and that commands to run a model are made for. */
    public static final int USUAL_CONTEXT_TOKENS = 8192;

    /** What is assumed until a user says something else. */
    public static final Machines NONE = new Machines(List.of(), USUAL_CONTEXT_TOKENS);

    /** More are not kept. */
    public static final int MAX_MACHINES = 20;
    /** Shorter contexts are not asked about. */
    public static final int MIN_CONTEXT_TOKENS = 256;
    /** Nor are longer ones. */
    public static final int MAX_CONTEXT_TOKENS = 10 * 1024 * 1024;

    /** @throws IllegalArgumentException with a sentence for the user when it cannot be */
    public Machines {
        machines = List.copyOf(machines);
        if (machines.size() > MAX_MACHINES) {
            throw new IllegalArgumentException(
                    "Name " + MAX_MACHINES + " machines at most. Remove some to add others.");
        }
        if (contextLength < MIN_CONTEXT_TOKENS || contextLength > MAX_CONTEXT_TOKENS) {
            throw new IllegalArgumentException("contextLength must be between " + MIN_CONTEXT_TOKENS + " and "
                    + MAX_CONTEXT_TOKENS + " tokens; it is " + contextLength + ".");
        }
        Set<String> names = new HashSet<>();
        for (Machine machine : machines) {
            if (!names.add(machine.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "Two machines are called \"" + machine.name() + "\". Give each a name of its own.");
            }
        }
    }

    /** With other machines, another context length or both; null leaves what is. */
    public Machines with(@Nullable List<Machine> others, @Nullable Integer otherLength) {
        return new Machines(
                Objects.requireNonNullElse(others, machines), Objects.requireNonNullElse(otherLength, contextLength));
    }

    /**
     * One machine.
     *
     * @param name what the user calls it
     * @param vramBytes memory of its graphics card; 0 for none
     * @param ramBytes memory of its own; 0 when models are not to use it
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Machine(String name, long vramBytes, long ramBytes) {

        private static final int MAX_NAME_CHARS = 60;
        /** No machine has more memory of a kind. */
        public static final long MAX_MEMORY_BYTES = 1L << 50;

        /** Also the marks that turn the direction of writing: they would garble the page around the name. */
        private static final Pattern INVISIBLE =
                Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\u202a-\\u202e\\u2066-\\u2069]");

        /** @throws IllegalArgumentException with a sentence for the user when it cannot be */
        public Machine {
            name = name == null ? "" : name.strip();
            if (name.isEmpty()
                    || name.length() > MAX_NAME_CHARS
                    || INVISIBLE.matcher(name).find()) {
                throw new IllegalArgumentException("The name of a machine has 1 to " + MAX_NAME_CHARS
                        + " characters and no control characters. Choose another name.");
            }
            if (vramBytes < 0 || ramBytes < 0 || vramBytes > MAX_MEMORY_BYTES || ramBytes > MAX_MEMORY_BYTES) {
                throw new IllegalArgumentException("vramBytes and ramBytes of \"" + name + "\" must be between 0 and "
                        + MAX_MEMORY_BYTES + " bytes.");
            }
            if (vramBytes == 0 && ramBytes == 0) {
                throw new IllegalArgumentException(
                        "Say how much memory \"" + name + "\" has: vramBytes, ramBytes or both must be above 0.");
            }
        }
    }
}

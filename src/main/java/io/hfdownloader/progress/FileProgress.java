package io.hfdownloader.progress;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hfdownloader.problem.CodedText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * How far one file of a download is, at one moment.
 *
 * @param path path in the repo
 * @param size bytes
 * @param counted how many of them are where
 * @param state where it stands
 * @param origin the transport that they come over
 * @param connections connections at work on it now
 * @param retries failed tries in a row without a new byte, and what went wrong last
 * @param delay why nothing comes right now
 */
@RegisterForReflection
public record FileProgress(
        String path,
        long size,
        @JsonUnwrapped Counted counted,
        FileState state,
        @JsonUnwrapped Origin origin,
        int connections,
        @JsonUnwrapped Retries retries,
        @JsonUnwrapped Delay delay) {

    /**
     * Bytes of a file.
     *
     * @param received bytes that are here
     * @param verified the file's size once its hash was checked, 0 before
     * @param hashed bytes that have gone through the hash so far
     */
    @RegisterForReflection
    public record Counted(long received, long verified, long hashed) {}

    /**
     * The transport that brings the bytes.
     *
     * @param via {@code http} or {@code xet}, or null before there was any
     * @param viaReason why another transport was left for it, or null
     * @param viaFailure the same, to be told in other words
     */
    @RegisterForReflection
    public record Origin(
            @Nullable String via,
            @Nullable String viaReason,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            CodedText viaFailure) {

        static Origin of(@Nullable String via, @Nullable CodedText why) {
            return new Origin(via, why == null ? null : why.detail(), why);
        }
    }

    /**
     * A wait.
     *
     * @param waiting why nothing comes right now, or null
     * @param waitingUntil until when it waits, or null
     * @param waitingFor what is in the way, as one of a few stable words, or null
     */
    @RegisterForReflection
    public record Delay(
            @Nullable String waiting,
            @Nullable Instant waitingUntil,
            @Nullable String waitingFor) {

        /** Nothing is waited for. */
        public static final Delay NONE = new Delay(null, null, null);
    }
}

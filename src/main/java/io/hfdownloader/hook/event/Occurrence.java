package io.hfdownloader.hook.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Something that happened, of which hooks are told; also as it is kept until they have been.
 *
 * @param id the same in each try and for each hook, so that whoever is told twice can know
 * @param event what it is
 * @param at when
 * @param model of which model; null where it is of none
 * @param download of which download; null where it is of none
 * @param failure why it failed; null where it did not
 * @param disk of which disk; null where it is of none
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Occurrence(
        String id,
        HookEvent event,
        Instant at,
        @Nullable Model model,
        @Nullable Download download,
        @Nullable Trouble failure,
        @Nullable Disk disk) {

    /**
     * A model, or a part of one.
     *
     * @param repo id on the Hub
     * @param type {@code model}, {@code dataset} or {@code space}
     * @param revision what the user named
     * @param commit what it is about, or null before it is known
     * @param previousCommit the commit that is here, of an update; else null
     * @param folder where its files are
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Model(
            String repo,
            String type,
            String revision,
            @Nullable String commit,
            @Nullable String previousCommit,
            String folder) {

        public Model {
            requireNonNull(repo);
            requireNonNull(type);
            requireNonNull(revision);
            requireNonNull(folder);
        }
    }

    /**
     * A download.
     *
     * @param id the task's
     * @param variants labels that were asked for; empty for all or another choice
     * @param bytes of its files
     * @param files how many they are
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Download(UUID id, List<String> variants, long bytes, long files) {

        public Download {
            requireNonNull(id);
            variants = variants == null ? List.of() : List.copyOf(variants);
        }
    }

    /** Why it failed: the kind of problem, and a sentence. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Trouble(String type, String detail) {

        public Trouble {
            requireNonNull(type);
            requireNonNull(detail);
        }
    }

    /** A disk: a folder on it, what is free and what it has, in bytes. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Disk(String folder, long freeBytes, long totalBytes) {

        public Disk {
            requireNonNull(folder);
        }
    }

    /** A download has ended well. */
    public static Occurrence completed(Instant at, Model model, Download download) {
        String id = id(HookEvent.COMPLETED, download.id().toString());
        return new Occurrence(id, HookEvent.COMPLETED, at, model, download, null, null);
    }

    /** A download has failed. It may do so again, when it is tried again: that is another occurrence. */
    public static Occurrence failed(Instant at, Model model, Download download, Trouble failure) {
        String id = id(HookEvent.FAILED, download.id() + " " + at);
        return new Occurrence(id, HookEvent.FAILED, at, model, download, failure, null);
    }

    /** The Hub has another commit than is here. */
    public static Occurrence updateAvailable(Instant at, Model model) {
        String id = id(HookEvent.UPDATE_AVAILABLE, model.type() + " " + model.folder() + " " + model.commit());
        return new Occurrence(id, HookEvent.UPDATE_AVAILABLE, at, model, null, null, null);
    }

    public static Occurrence diskLow(Instant at, Disk disk) {
        return new Occurrence(id(HookEvent.DISK_LOW, at.toString()), HookEvent.DISK_LOW, at, null, null, null, disk);
    }

    public static Occurrence test(Instant at) {
        String id = id(HookEvent.TEST, UUID.randomUUID().toString());
        return new Occurrence(id, HookEvent.TEST, at, null, null, null, null);
    }

    /** The same for the same, also when the program was killed between what happened and its being kept. */
    private static String id(HookEvent event, String what) {
        byte[] name = (event.word() + " " + what).getBytes(StandardCharsets.UTF_8);
        return "msg_" + UUID.nameUUIDFromBytes(name).toString().replace("-", "");
    }
}

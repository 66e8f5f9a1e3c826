package io.hfdownloader.web.legacy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.hfdownloader.cache.MappedList;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import io.hfdownloader.web.page.Formats;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The rows of {@code GET /api/models}, in the legacy API's words. */
final class LegacyModels {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private LegacyModels() {}

    /** Made while they are sent: a model may have a hundred thousand. */
    private static List<LegacyFile> rows(List<LibraryFile> files) {
        return new MappedList<>(files, LegacyFile::of);
    }

    /**
     * One model.
     *
     * @param name id on the Hub, or the folder's name
     * @param path its folder, as a delete wants it
     * @param groups files that belong together: the shards of one variant
     * @param individualFiles all other files
     * @param totalSize for people
     * @param totalSizeBytes for programs
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "LegacyModel")
    public record LegacyModel(
            String name,
            String path,
            List<LegacyGroup> groups,
            List<LegacyFile> individualFiles,
            String totalSize,
            long totalSizeBytes) {

        static LegacyModel of(LibraryModel model) {
            List<LegacyGroup> groups = new ArrayList<>();
            Set<LibraryFile> grouped = new HashSet<>();
            for (LibraryVariant variant : model.variants()) {
                if (variant.files().size() > 1) {
                    groups.add(LegacyGroup.of(variant));
                    grouped.addAll(variant.files());
                }
            }
            return new LegacyModel(
                    model.name(),
                    model.folder().toString(),
                    groups,
                    rows(model.files().stream()
                            .filter(file -> !grouped.contains(file))
                            .toList()),
                    Formats.bytes(model.sizeBytes()),
                    model.sizeBytes());
        }
    }

    /** Files that belong together. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record LegacyGroup(String name, List<LegacyFile> files, int count, String size, long sizeBytes) {

        static LegacyGroup of(LibraryVariant variant) {
            return new LegacyGroup(
                    variant.label(),
                    rows(variant.files()),
                    variant.files().size(),
                    Formats.bytes(variant.sizeBytes()),
                    variant.sizeBytes());
        }
    }

    /**
     * One file.
     *
     * @param mtime last change, in Unix seconds
     * @param date the same for people, in the server's time zone
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record LegacyFile(String name, String path, String size, long sizeBytes, BigDecimal mtime, String date) {

        static LegacyFile of(LibraryFile file) {
            Instant modified = file.modified();
            return new LegacyFile(
                    file.path(),
                    file.absolutePath().toString(),
                    Formats.bytes(file.sizeBytes()),
                    file.sizeBytes(),
                    BigDecimal.valueOf(modified.toEpochMilli(), 3),
                    DATE.format(modified.atZone(ZoneId.systemDefault())));
        }
    }
}

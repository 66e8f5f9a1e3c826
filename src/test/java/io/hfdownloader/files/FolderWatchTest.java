package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What is known of folders without looking at them: every change that was made before the question is known. */
@EnabledOnOs(OS.LINUX)
@Tag("fast")
class FolderWatchTest {

    @TempDir
    Path root;

    private Path model;
    private FolderWatch watch;

    @BeforeEach
    void begin() throws IOException {
        model = Files.createDirectories(root.resolve("acme/tiny"));
        Files.createDirectories(model.resolve("onnx"));
        Files.writeString(model.resolve("onnx/model.onnx"), "weights");
        watch = FolderWatch.of(root);
        Assumptions.assumeTrue(watch.isWatching(), "this system watches no more folders now");
        lookAt(model);
    }

    @AfterEach
    void end() throws IOException {
        watch.close();
    }

    private void lookAt(Path folder) {
        watch.look();
        for (Path above = folder.getParent(); ; above = above.getParent()) {
            watch.shelf(above);
            if (above.equals(root)) {
                break;
            }
        }
        FolderWatch.FolderLook look = watch.look(folder);
        look.directory(folder);
        look.directory(folder.resolve("onnx"));
        look.end(true);
    }

    private boolean isUnchanged() {
        watch.look();
        return watch.isUnchanged(model);
    }

    private interface Change {
        void make() throws IOException;
    }

    private void assertSeen(Change change) throws IOException {
        assertThat(isUnchanged()).isTrue();
        change.make();
        assertThat(isUnchanged()).isFalse();
        assertThat(isUnchanged()).isFalse();
        if (Files.exists(model.resolve("onnx"))) {
            lookAt(model);
        }
    }

    @Test
    void everyChangeIsSeenAtOnce() throws IOException {
        Path file = model.resolve("onnx/model.onnx");
        assertSeen(() -> Files.writeString(file, "others"));
        assertSeen(() -> Files.setLastModifiedTime(file, FileTime.fromMillis(1_000)));
        assertSeen(() -> Files.move(file, model.resolve("model.onnx")));
        assertSeen(() -> Files.createFile(file));
        assertSeen(() -> Files.createDirectory(model.resolve("more")));
        assertSeen(() -> Files.delete(file));
        assertSeen(() -> Files.delete(model.resolve("onnx")));
    }

    @Test
    void aFolderInPlaceOfAnotherIsNotTakenForIt() throws IOException {
        assertSeen(() -> {
            Files.move(model, root.resolve("acme/old"));
            Files.createDirectories(model.resolve("onnx"));
        });
        assertSeen(() -> {
            Files.move(root.resolve("acme"), root.resolve("before"));
            Files.createDirectories(model.resolve("onnx"));
        });
        assertSeen(
                () -> { // in the owner's folder that was made anew
                    Files.move(model, root.resolve("acme/older"));
                    Files.createDirectories(model.resolve("onnx"));
                });
    }

    @Test
    void whatIsNotWatchedIsNotTakenForUnchanged() throws IOException {
        assertThat(watch.isUnchanged(root.resolve("acme/other"))).isFalse();
        FolderWatch.FolderLook look = watch.look(model);
        look.directory(model);
        look.end(false);
        assertThat(isUnchanged()).isFalse();
        lookAt(model);
        watch.forget(model);
        assertThat(isUnchanged()).isFalse();
        lookAt(model);
        assertThat(isUnchanged()).isTrue();
        watch.forgetAll();
        assertThat(isUnchanged()).isFalse();

        try (FolderWatch few = FolderWatch.of(root, 3)) {
            few.shelf(root);
            few.shelf(model.getParent());
            FolderWatch.FolderLook larger = few.look(model);
            larger.directory(model);
            larger.directory(model.resolve("onnx"));
            larger.end(true);
            few.look();
            assertThat(few.isUnchanged(model)).isFalse();
        }
        FolderWatch none = FolderWatch.none(root);
        none.shelf(root);
        none.look(model).end(true);
        none.look();
        assertThat(none.isUnchanged(model)).isFalse();
    }
}

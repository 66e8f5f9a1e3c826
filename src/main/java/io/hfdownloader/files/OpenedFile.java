package io.hfdownloader.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A file that is held open, whatever its name stands for by now.
 *
 * @param key by which the system tells it from others; null where it does not
 */
public record OpenedFile(FileChannel channel, @Nullable Object key) {

    private static final int MAX_TRIES = 10;

    /** Opens a file that has the same name before and after: it may be replaced just then. Blocks. */
    public static OpenedFile of(RootFolder root, Path file, OpenOption... options) throws IOException {
        try (OpenFolder folder = root.openParent(file)) {
            Path name = RootFolder.name(file);
            for (int tries = 0; tries < MAX_TRIES; tries++) {
                OpenedFile opened = tried(folder, name, options);
                if (opened != null) {
                    return opened;
                }
            }
        }
        throw new FileSystemException(file.toString(), null, "somebody replaces it again and again");
    }

    private static @Nullable OpenedFile tried(OpenFolder folder, Path name, OpenOption... options) throws IOException {
        Object before = find(folder, name);
        FileChannel channel = folder.open(name, options);
        try {
            Object after = folder.attributes(name).fileKey();
            if (after == null || after.equals(before)) {
                return new OpenedFile(channel, after);
            }
        } catch (NoSuchFileException removed) {
            // and perhaps made anew
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
        channel.close();
        return null;
    }

    private static @Nullable Object find(OpenFolder folder, Path name) throws IOException {
        try {
            return folder.attributes(name).fileKey();
        } catch (NoSuchFileException missing) {
            return null;
        }
    }
}

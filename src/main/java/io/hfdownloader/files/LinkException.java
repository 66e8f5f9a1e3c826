package io.hfdownloader.files;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A symbolic link stands where a folder must be; it is not followed. */
public final class LinkException extends FileSystemException {

    LinkException(Path place) {
        super(place.toString(), null, place + " is a symbolic link, and none is followed in the models directory");
    }
}

package io.hfdownloader.library;

import org.jspecify.annotations.Nullable;

/** A path that is none of a model or of a model's file, or lies outside the library. */
public final class InvalidModelPathException extends RuntimeException {

    InvalidModelPathException(@Nullable Throwable cause) {
        super("Invalid model path", cause);
    }
}

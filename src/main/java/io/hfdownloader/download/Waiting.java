package io.hfdownloader.download;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Why a download makes no progress right now.
 *
 * @param reason a sentence for the user
 * @param until when it goes on by itself, if that is known
 */
public record Waiting(String reason, @Nullable Instant until) {}

package io.hfdownloader.hub;

import java.time.Instant;

import io.hfdownloader.network.WebAddress;

/**
 * Token to read a repo's files from the Hub's content-addressed storage.
 *
 * @param storage root of the storage's API
 * @param token the bearer token for that API; never sent anywhere else, never logged
 * @param expires until when it is good
 */
public record XetReadToken(WebAddress storage, String token, Instant expires) {

    /** Without the token, so that no log has it. */
    @Override
    public String toString() {
        return "XetReadToken[" + storage + ", until " + expires + "]";
    }
}

package io.hfdownloader.web.connection;

/** Why a client's connection was ended, or not taken: a tag of the metrics, and the words for the log. */
enum EndReason {
    PLACE("others needed the place of one that asked for nothing"),
    NETWORK("an address had as many as one may have"),
    REFUSED("there was no place, and none was idle"),
    IDLE("nothing was asked for on it"),
    SLOW_HEAD("the head of a request did not come whole"),
    UNREAD("an answer was not read"),
    MEMORY("others needed the memory of unread answers");

    private final String words;

    EndReason(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}

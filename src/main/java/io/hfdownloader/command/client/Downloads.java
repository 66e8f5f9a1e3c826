package io.hfdownloader.command.client;

import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Where a download is done: by the running service, or by this process. Downloads are told as the API tells them. All methods block, and
 * fail with a {@link io.hfdownloader.command.outcome.CommandException}.
 */
public interface Downloads {

    /** Asks for one; the body of the API's call. The same one under way is given where there is one. */
    JsonNode start(ObjectNode wanted);

    /** Goes on with one that is paused. */
    JsonNode resume(String id);

    /**
     * Follows a download until it has ended, or who is told has seen enough.
     *
     * @param watcher told what it looks like, at most every quarter of a second; false to hear no more
     * @return how it looked last
     */
    JsonNode follow(String id, Watcher watcher);

    /** How a download looks now. */
    JsonNode look(String id);

    /** Takes back one that could not begin. */
    void takeBack(String id);

    /** The folder of the download on the machine that has it. */
    String folder(JsonNode download);

    /** Whether the download goes on when this command ends. */
    boolean outlivesCommand();

    /** Who follows a download. */
    interface Watcher extends Predicate<JsonNode> {

        /** Something that is not the download's: that the service is not to be reached for now, say. */
        void tell(String sentence);
    }
}

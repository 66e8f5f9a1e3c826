package io.hfdownloader.command;

import java.util.List;
import java.util.Optional;

import io.hfdownloader.command.client.Downloads;

/** What this process can do besides asking a service. */
interface OwnProcess {

    /** Runs the service until it is told to stop. Does not return before. */
    void serve(List<String> arguments);

    /** Starts what downloads need, and in it the same command again, of which {@link #downloads} are there then. Does not return. */
    void downloadHere(List<String> arguments);

    /** Downloads that this process does; empty while nothing for it was started. */
    Optional<Downloads> downloads();
}

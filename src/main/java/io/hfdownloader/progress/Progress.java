package io.hfdownloader.progress;

import java.util.List;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * How far a download is, at one moment.
 *
 * @param bytesTotal size of all selected files
 * @param bytesReceived bytes that are here: fetched, or reused from the disk
 * @param bytesVerified bytes of files whose hash was checked
 * @param bytesReused bytes that were on the disk already and did not have to be fetched
 * @param bytesHashed bytes that have gone through the hash so far; ahead of verified while a file is being checked
 * @param filesTotal number of selected files
 * @param filesDone number of files that are in place and verified
 * @param rate bytes per second over the last seconds; empty until there are a few observations
 * @param currentFile the file that moved last, or an empty text
 * @param connections connections at work now
 * @param via paths that bytes took so far: {@code http}
 * @param tries tries that failed since the work began, over all files
 * @param lastError what went wrong last, or null
 */
public record Progress(
        long bytesTotal,
        long bytesReceived,
        long bytesVerified,
        long bytesReused,
        long bytesHashed,
        int filesTotal,
        int filesDone,
        OptionalLong rate,
        String currentFile,
        int connections,
        List<String> via,
        int tries,
        @Nullable String lastError) {

    /** Seconds to the end at the present rate; empty when nothing moves or the rate is not known yet. */
    public OptionalLong etaSeconds() {
        long left = bytesTotal - bytesReceived;
        return rate.isPresent() && rate.getAsLong() > 0 && left > 0
                ? OptionalLong.of((left + rate.getAsLong() - 1) / rate.getAsLong())
                : OptionalLong.empty();
    }

    /** Whole percents of received bytes, never 100: that number is for a completed download alone. */
    public int percent() {
        return bytesTotal == 0 ? 0 : (int) Math.min(99, bytesReceived * 100 / bytesTotal);
    }
}

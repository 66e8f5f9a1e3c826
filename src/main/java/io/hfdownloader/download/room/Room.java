package io.hfdownloader.download.room;

import io.hfdownloader.files.Volume;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.text.ByteText;

/**
 * Room on one disk for a download beside others, in bytes: the figures of every sentence about it.
 *
 * @param repo the download's repo
 * @param volume the disk, of several the one with the least room for it
 * @param name what users call the disk; empty for the one of the models directory
 * @param totalBytes size of the disk
 * @param freeBytes what is free now, and what the bin would give back
 * @param promisedBytes what others are still going to write there
 * @param keptBytes what stays free
 * @param neededBytes what this one is going to write there
 */
public record Room(
        String repo,
        Volume volume,
        String name,
        long totalBytes,
        long freeBytes,
        long promisedBytes,
        long keptBytes,
        long neededBytes) {

    /** What stands behind {@link #sentence} where the download waits. */
    public static final String BY_ITSELF = " It starts by itself when there is room.";

    /** What is missing for this one; 0 when it fits. */
    public long missingBytes() {
        return neededBytes == 0 ? 0 : Math.max(0, neededBytes + keptBytes - Math.max(0, freeBytes - promisedBytes));
    }

    /** What would be free when this one and all others are done; negative when they do not fit. */
    public long freeAfterBytes() {
        return freeBytes - promisedBytes - neededBytes;
    }

    /** False when no deletion makes room for it: it is larger than the disk. */
    public boolean everFits() {
        return neededBytes == 0 || neededBytes + keptBytes <= totalBytes;
    }

    /** Why it does not fit, as a sentence. */
    public String sentence() {
        String needs = repo + " needs " + ByteText.of(neededBytes) + " more on the disk" + where() + "; ";
        if (!everFits()) {
            return needs + "it has " + ByteText.of(totalBytes) + " in all, of which " + ByteText.of(keptBytes)
                    + " are kept free. Choose a smaller variant, or a larger disk.";
        }
        String others =
                promisedBytes == 0 ? "" : ", " + ByteText.of(promisedBytes) + " are promised to other downloads";
        return needs + ByteText.of(freeBytes) + " are free" + others + ", and " + ByteText.of(keptBytes)
                + " are kept free, so " + ByteText.of(missingBytes()) + " are missing.";
    }

    /** What the sentence names. */
    public Parameters parameters() {
        Parameters named = Parameters.of("repo", repo).and("neededBytes", neededBytes);
        return everFits()
                ? named.and("freeBytes", freeBytes)
                        .and("promisedBytes", promisedBytes)
                        .and("keptBytes", keptBytes)
                        .and("missingBytes", missingBytes())
                        .and("reason", "room")
                : named.and("totalBytes", totalBytes)
                        .and("keptBytes", keptBytes)
                        .and("reason", "never");
    }

    private String where() {
        return name.isEmpty() ? "" : " of " + name;
    }
}

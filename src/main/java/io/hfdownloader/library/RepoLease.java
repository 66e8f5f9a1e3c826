package io.hfdownloader.library;

/** The right to work in a repo's folder. While anybody holds one, the repo is not deleted. */
@FunctionalInterface
public interface RepoLease extends AutoCloseable {

    /** Gives the right back; a second time does nothing. */
    @Override
    void close();
}

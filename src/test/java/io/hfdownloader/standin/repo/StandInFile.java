package io.hfdownloader.standin.repo;

import io.hfdownloader.standin.content.Content;

/**
 * One file of a repo.
 *
 * @param path any text: names that a client must refuse are served like all others
 * @param lfs whether it is kept outside git and so served by the CDN
 */
public record StandInFile(String path, Content content, boolean lfs) {

    /** Blocks while hashing. What a client sees as the etag: SHA-256 for LFS files, git blob id for the rest. */
    public String etag() {
        return lfs ? content.sha256() : content.gitSha1();
    }

    /** Blocks while hashing. The git object id, which for an LFS file is that of its pointer. */
    public String blobId() {
        return gitContent().gitSha1();
    }

    /** Blocks while hashing. What git itself holds: the content, or the pointer to it. */
    public Content gitContent() {
        return lfs ? Content.of(pointer()) : content;
    }

    public int pointerSize() {
        return pointer().length();
    }

    private String pointer() {
        return "version https://git-lfs.github.com/spec/v1\noid sha256:" + content.sha256() + "\nsize " + content.size()
                + "\n";
    }
}

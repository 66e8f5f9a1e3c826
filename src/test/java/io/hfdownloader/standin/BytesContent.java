package io.hfdownloader.standin;

import io.hfdownloader.standin.xet.Bytes;

/** Content that is read from elsewhere. */
final class BytesContent extends Content {

    private final Bytes bytes;

    BytesContent(Bytes bytes) {
        super(bytes.size());
        this.bytes = bytes;
    }

    @Override
    public void read(long offset, byte[] target, int length) {
        checkRange(offset, target, length);
        bytes.read(offset, target, length);
    }
}

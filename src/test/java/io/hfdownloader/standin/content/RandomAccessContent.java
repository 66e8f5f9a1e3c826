package io.hfdownloader.standin.content;

/** Content that is read from elsewhere. */
public final class RandomAccessContent extends Content {

    private final RandomAccessBytes randomAccessBytes;

    public RandomAccessContent(RandomAccessBytes randomAccessBytes) {
        super(randomAccessBytes.size());
        this.randomAccessBytes = randomAccessBytes;
    }

    @Override
    public void read(long offset, byte[] target, int length) {
        checkRange(offset, target, length);
        randomAccessBytes.read(offset, target, length);
    }
}

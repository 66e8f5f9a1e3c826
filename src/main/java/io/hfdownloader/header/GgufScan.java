package io.hfdownloader.header;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads a GGUF header of version 2 or 3 from bytes that come one piece after the other: magic, counts, pairs of key, type and
 * value, then what each tensor is. Lists of the tokenizer, which may take many megabytes, are passed over and not kept, and
 * where nothing of them need be looked at they are not asked for. No length is believed before its bytes are there.
 */
public final class GgufScan {

    /** Headers that go on behind this are not read. */
    public static final long MAX_HEADER_BYTES = 64L * 1024 * 1024;

    private static final int MAGIC = 0x46554747; // "GGUF"
    private static final Set<Long> VERSIONS = Set.of(2L, 3L);
    private static final long MAX_PAIRS = 100_000;
    private static final long MAX_TENSORS = 65_536;
    private static final int MAX_SIDES = 8;
    private static final int MAX_KEPT_PAIRS = 2_000;
    private static final long MAX_KEPT_BYTES = 2 * 1024 * 1024;
    private static final int BOXED_BYTES = 24;
    private static final int MAX_LAYERS = 10_000;
    private static final int MAX_ARRAY_DEPTH = 4;
    private static final int MAX_TEXT_BYTES = 64 * 1024;
    private static final int DEFAULT_ALIGNMENT = 32;
    private static final int TEXT = 8;
    private static final int ARRAY = 9;
    private static final List<Integer> VALUE_BYTES = List.of(1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8);

    private final Map<String, Object> values = new HashMap<>();
    private final TensorTypes tensors = new TensorTypes();
    private final Deque<OpenArray> arrays = new ArrayDeque<>();
    private byte[] left = new byte[0];
    private long position;
    private long kept;
    private long skip;
    private boolean begun;
    private boolean valuesOnly;
    private long pairsLeft;
    private long tensorsLeft;

    /** A list whose elements are being read; whole numbers of it are kept while they are few. */
    private static final class OpenArray {

        private final int type;
        private final @Nullable String key;
        private final List<Long> numbers = new ArrayList<>();
        private long elementsLeft;

        OpenArray(int type, long count, @Nullable String key) {
            this.type = type;
            this.key = key;
            this.elementsLeft = count;
        }
    }

    /** Where in the file the next bytes are wanted from. */
    public long position() {
        return position;
    }

    /** True when the header was read to its end. */
    public boolean isComplete() {
        return hasAllValues() && (tensorsLeft == 0 || valuesOnly);
    }

    /**
     * Reads on.
     *
     * @param bytes what the file has from {@link #position} on
     * @throws InvalidHeaderException when it is no GGUF file, or its header cannot be, or is too long
     */
    public void add(ByteBuffer bytes) {
        position += bytes.remaining();
        ByteBuffer all = ByteBuffer.allocate(left.length + bytes.remaining())
                .put(left)
                .put(bytes)
                .flip();
        int done = read(new LittleEndianReader(all));
        left = new byte[all.limit() - done];
        all.position(done).get(left);
        boolean complete = isComplete();
        position += skip; // what need not be looked at need not come
        skip = 0;
        if (position > MAX_HEADER_BYTES && !complete) {
            throw new InvalidHeaderException("The file's header is longer than is read here.");
        }
    }

    /** Reads the pairs and leaves the tensors alone: whoever asks for a shape needs none. */
    void readValues(ByteBuffer head) {
        valuesOnly = true;
        add(head);
    }

    boolean hasAllValues() {
        return begun && pairsLeft == 0 && arrays.isEmpty() && skip == 0;
    }

    /** What was read of the pairs so far, by key: texts, whole numbers and lists of whole numbers. */
    Map<String, Object> values() {
        return values;
    }

    /**
     * What the tensors are; of a header that was read to its end.
     *
     * @param fileBytes length of the file
     */
    public GgufTensors tensors(long fileBytes) {
        long alignment = values.get("general.alignment") instanceof Long told && told > 0 && told <= MAX_TEXT_BYTES
                ? told
                : DEFAULT_ALIGNMENT;
        long headerBytes = position - left.length;
        long dataStart = (headerBytes + alignment - 1) / alignment * alignment;
        Integer fileType = values.get("general.file_type") instanceof Long told && told >= 0 && told < 1_000_000
                ? told.intValue()
                : null;
        return tensors.sum(Math.max(0, fileBytes - dataStart), fileType);
    }

    /** Gives the number of bytes that are done with. */
    private int read(LittleEndianReader in) {
        int done = 0;
        try {
            while (!isComplete()) {
                int passed = (int) Math.min(skip, in.remaining());
                in.skip(passed);
                skip -= passed;
                done = in.position();
                if (skip > 0) {
                    break;
                }
                readItem(in);
            }
            return in.position();
        } catch (LittleEndianReader.EndOfBytesException cut) {
            return done; // the item that was begun is read again with the bytes that come next
        }
    }

    private void readItem(LittleEndianReader in) {
        if (!begun) {
            readStart(in);
        } else if (!arrays.isEmpty()) {
            readElement(in, arrays.element());
        } else if (pairsLeft > 0) {
            readPair(in);
        } else {
            readTensor(in);
        }
    }

    private void readStart(LittleEndianReader in) {
        if (in.i32() != MAGIC) {
            throw new InvalidHeaderException("The file does not begin as a GGUF file does.");
        }
        long version = in.u32();
        if (!VERSIONS.contains(version)) {
            throw new InvalidHeaderException("The file is GGUF of version " + version + ", which is not known here.");
        }
        long tensorCount = in.i64();
        long pairs = in.i64();
        if (pairs < 0 || pairs > MAX_PAIRS) {
            throw new InvalidHeaderException("The file's header names more entries than can be.");
        }
        tensorsLeft = tensorCount;
        pairsLeft = pairs;
        begun = true;
    }

    private void readPair(LittleEndianReader in) {
        String key = text(in);
        int type = (int) in.u32();
        if (type == ARRAY) {
            openArray(in, key);
        } else if (type == TEXT) {
            long length = length(in);
            if (length <= MAX_TEXT_BYTES) {
                keep(key, in.text((int) length));
            } else {
                skip = length;
            }
        } else {
            keep(key, number(in, type));
        }
        pairsLeft--;
    }

    private void openArray(LittleEndianReader in, @Nullable String key) {
        int type = (int) in.u32();
        long count = in.i64();
        if (count < 0 || arrays.size() >= MAX_ARRAY_DEPTH) {
            throw new InvalidHeaderException("The file's header has a list that cannot be.");
        }
        if (type == TEXT || type == ARRAY || count <= MAX_LAYERS) {
            arrays.push(new OpenArray(type, count, key));
            closeArrays();
        } else {
            skip = checked(count, bytesOf(type));
        }
    }

    private void readElement(LittleEndianReader in, OpenArray array) {
        if (array.type == TEXT) {
            skip = length(in);
            array.elementsLeft--;
        } else if (array.type == ARRAY) {
            openArray(in, null);
            array.elementsLeft--;
        } else {
            if (number(in, array.type) instanceof Long number) {
                array.numbers.add(number);
            }
            array.elementsLeft--;
        }
        closeArrays();
    }

    private void closeArrays() {
        while (!arrays.isEmpty() && arrays.element().elementsLeft == 0) {
            OpenArray closed = arrays.pop();
            if (closed.key != null && !closed.numbers.isEmpty()) {
                keep(closed.key, closed.numbers);
            }
        }
    }

    private void readTensor(LittleEndianReader in) {
        if (tensorsLeft < 0 || tensorsLeft > MAX_TENSORS) {
            throw new InvalidHeaderException("The file's header names more tensors than can be.");
        }
        skipName(in);
        long sides = in.u32();
        if (sides > MAX_SIDES) {
            throw new InvalidHeaderException("The file's header names a tensor that cannot be.");
        }
        long numbers = 1;
        for (int side = 0; side < sides; side++) {
            numbers = checked(numbers, in.i64());
        }
        tensors.add(numbers, in.u32(), in.i64());
        tensorsLeft--;
    }

    private void skipName(LittleEndianReader in) {
        in.skip(textLength(in));
    }

    private String text(LittleEndianReader in) {
        return in.text(textLength(in));
    }

    private static int textLength(LittleEndianReader in) {
        long length = length(in);
        if (length > MAX_TEXT_BYTES) {
            throw new InvalidHeaderException("The file's header has a name that is longer than any.");
        }
        return (int) length;
    }

    private static long length(LittleEndianReader in) {
        long length = in.i64();
        if (length < 0) {
            throw new InvalidHeaderException("The file's header names a length that cannot be.");
        }
        return Math.min(length, MAX_HEADER_BYTES + 1); // nobody goes there
    }

    private static long checked(long count, long each) {
        if (each < 0 || (each > 0 && count > Long.MAX_VALUE / 2 / each)) {
            throw new InvalidHeaderException("The file's header names a length that cannot be.");
        }
        return count * each;
    }

    private static Object number(LittleEndianReader in, int type) {
        return switch (type) {
            case 0, 7 -> (long) in.u8();
            case 1 -> (long) (byte) in.u8();
            case 2 -> (long) in.u16();
            case 3 -> (long) (short) in.u16();
            case 4 -> in.u32();
            case 5 -> (long) in.i32();
            case 6 -> (double) in.f32();
            case 10, 11 -> in.i64();
            case 12 -> in.f64();
            default -> throw noSuchType();
        };
    }

    private static int bytesOf(int type) {
        if (type < 0 || type >= VALUE_BYTES.size()) {
            throw noSuchType();
        }
        return VALUE_BYTES.get(type);
    }

    private static InvalidHeaderException noSuchType() {
        return new InvalidHeaderException("The file's header has a value of a type that does not exist.");
    }

    private void keep(String key, Object value) {
        long bytes = keptBytes(key, value);
        long most = value instanceof Number ? MAX_KEPT_BYTES : MAX_KEPT_BYTES / 2; // so that single numbers always fit
        if (values.size() < MAX_KEPT_PAIRS && kept + bytes <= most) {
            kept += bytes;
            values.put(key, value);
        }
    }

    /** About as much memory as it takes. */
    private static long keptBytes(String key, Object value) {
        long ofValue = value instanceof List<?> list
                ? (long) list.size() * BOXED_BYTES
                : value instanceof String text ? 2L * text.length() : BOXED_BYTES;
        return 2L * key.length() + ofValue;
    }
}

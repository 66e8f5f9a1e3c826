package io.hfdownloader.http;

import java.io.EOFException;
import java.io.IOException;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import org.jspecify.annotations.Nullable;

/**
 * JSON that is read while it comes, token by token, so that nobody has to hold all of it. What is wrong with it is told at its
 * end; what follows on that is passed over. For one thread at a time; never blocks.
 */
public abstract class JsonBody implements Consumer<byte[]> {

    private static final int MAX_STRING_CHARS = 1 << 20;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_STRING_CHARS)
                    .build())
            .build();

    private final JsonParser parser;
    private final ByteArrayFeeder feeder;
    private @Nullable Exception failure;
    private boolean whole;

    protected JsonBody() {
        try {
            parser = JSON.createNonBlockingByteArrayParser();
            feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
        } catch (IOException never) {
            throw new IllegalStateException(never); // nothing was read yet
        }
    }

    /**
     * The next token; what the parser says of it is good until the next one.
     *
     * @return whether that was the last one
     */
    protected abstract boolean token(JsonToken token, JsonParser json) throws IOException;

    @Override
    public final void accept(byte[] part) {
        if (failure != null || whole) {
            return;
        }
        try {
            feeder.feedInput(part, 0, part.length);
            readOn();
        } catch (IOException | RuntimeException bad) {
            failure = bad;
        }
    }

    /**
     * To be called when all has come.
     *
     * @throws IOException when it is no JSON, or none of this kind, or was cut
     * @throws RuntimeException what {@link #token} threw
     */
    public final void end() throws IOException {
        if (failure == null && !whole) {
            feeder.endOfInput();
            readOn();
        }
        if (failure instanceof IOException unread) {
            throw unread;
        }
        if (failure instanceof RuntimeException refused) {
            throw refused;
        }
        if (!whole) {
            throw new EOFException("It was cut");
        }
    }

    private void readOn() throws IOException {
        while (!whole) {
            JsonToken token = parser.nextToken();
            if (token == null || token == JsonToken.NOT_AVAILABLE) {
                return;
            }
            whole = token(token, parser);
        }
    }
}

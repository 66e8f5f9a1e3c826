package io.hfdownloader.web.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;

/**
 * Holds the bodies whose length nobody said beforehand, as in chunks, to the same limit as the others, and a body that
 * breaks off to the same kind of answer. Reading blocks, on a worker when the body is large.
 */
@Provider
class BoundedBody implements ReaderInterceptor {

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext reading) throws IOException {
        reading.setInputStream(new Bounded(reading.getInputStream()));
        return reading.proceed();
    }

    private static final class Bounded extends FilterInputStream {

        private long left = RequestGate.LARGEST_BODY_BYTES;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            try {
                int count = super.read(buffer, offset, length);
                left -= Math.max(0, count);
                if (left < 0) {
                    throw BadInputException.tooLarge();
                }
                return count;
            } catch (IOException brokenOff) {
                throw new BadInputException(400, "malformed-request", "The request's body broke off before its end.");
            }
        }
    }
}

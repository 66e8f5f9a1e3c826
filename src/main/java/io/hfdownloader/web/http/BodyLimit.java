package io.hfdownloader.web.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;

import io.hfdownloader.problem.ProblemType;

/**
 * Holds the bodies whose length nobody said beforehand, as in chunks, to the same limit as the others, and a body that
 * breaks off to the same kind of answer. Reading blocks, on a worker when the body is large.
 */
@Provider
class BodyLimit implements ReaderInterceptor {

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext reading) throws IOException {
        reading.setInputStream(new LimitedInputStream(reading.getInputStream()));
        return reading.proceed();
    }

    private static final class LimitedInputStream extends FilterInputStream {

        private long remainingBytes = RequestFilter.MAX_BODY_BYTES;

        LimitedInputStream(InputStream in) {
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
                remainingBytes -= Math.max(0, count);
                if (remainingBytes < 0) {
                    throw ApiException.tooLarge();
                }
                return count;
            } catch (IOException brokenOff) {
                throw new ApiException(ProblemType.MALFORMED_REQUEST, "The request's body broke off before its end.");
            }
        }
    }
}

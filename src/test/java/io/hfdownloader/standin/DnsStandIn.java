package io.hfdownloader.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server that knows no name at first, and later knows all of them: they are this machine's. */
public final class DnsStandIn implements AutoCloseable {

    private static final int MAX_PACKET_BYTES = 512;
    private static final int HEADER_BYTES = 12;
    private static final int ANSWER_BYTES = 16;
    private static final short TYPE_A = 1;
    private static final short CLASS_IN = 1;
    private static final short NO_ERROR = (short) 0x8180;
    private static final short NO_SUCH_NAME = (short) 0x8183;
    private static final short POINTER_TO_NAME = (short) 0xC00C;

    private final DatagramSocket socket;
    private final AtomicInteger questions = new AtomicInteger();
    private volatile List<InetAddress> known = List.of();

    private DnsStandIn(DatagramSocket socket) {
        this.socket = socket;
    }

    /** A name server on a free port of this machine. */
    public static DnsStandIn start() throws IOException {
        DnsStandIn dns = new DnsStandIn(new DatagramSocket(new InetSocketAddress("127.0.0.1", 0)));
        Thread thread = new Thread(dns::serve, "stand-in-dns");
        thread.setDaemon(true);
        thread.start();
        return dns;
    }

    /** {@code host:port} to ask. */
    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** From now on every name is that of this machine. */
    public void knowAllNames() {
        known = List.of(InetAddress.getLoopbackAddress());
    }

    /** From now on every name has these addresses of this machine, in this order. */
    public void knowAllNames(InetAddress... addresses) {
        known = List.of(addresses);
    }

    /** How often it was asked. */
    public int questions() {
        return questions.get();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] bytes = new byte[MAX_PACKET_BYTES];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
            try {
                socket.receive(packet);
                questions.incrementAndGet();
                byte[] answer = answer(Arrays.copyOf(bytes, packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException failure) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(failure);
                }
            }
        }
    }

    private byte[] answer(byte[] question) {
        int nameEnd = HEADER_BYTES;
        while (question[nameEnd] != 0) {
            nameEnd += question[nameEnd] + 1;
        }
        int questionEnd = nameEnd + 1 + 2 * Short.BYTES;
        boolean wantsIpv4 = ByteBuffer.wrap(question).getShort(nameEnd + 1) == TYPE_A;
        List<InetAddress> addresses = wantsIpv4 ? known : List.of();
        ByteBuffer packet = ByteBuffer.allocate(questionEnd + addresses.size() * ANSWER_BYTES);
        packet.put(question, 0, Short.BYTES).putShort(known.isEmpty() ? NO_SUCH_NAME : NO_ERROR);
        packet.putShort((short) 1).putShort((short) addresses.size()).putInt(0);
        packet.put(question, HEADER_BYTES, questionEnd - HEADER_BYTES);
        for (InetAddress address : addresses) {
            packet.putShort(POINTER_TO_NAME).putShort(TYPE_A).putShort(CLASS_IN).putInt(0);
            packet.putShort((short) address.getAddress().length).put(address.getAddress());
        }
        return packet.array();
    }
}

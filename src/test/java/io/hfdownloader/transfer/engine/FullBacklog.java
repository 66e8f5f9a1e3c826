package io.hfdownloader.transfer.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A port on which connections can neither be made nor are refused: nobody accepts those that wait there. */
final class FullBacklog implements AutoCloseable {

    private static final int MORE_THAN_FIT = 8;

    private final ServerSocket socket;
    private final List<SocketChannel> waiting = new ArrayList<>();

    private FullBacklog(ServerSocket socket) {
        this.socket = socket;
    }

    static FullBacklog at(InetAddress address, int port) throws IOException {
        FullBacklog full = new FullBacklog(new ServerSocket(port, 1, address));
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            SocketChannel client = SocketChannel.open();
            client.configureBlocking(false);
            full.waiting.add(client);
            boolean unused = client.connect(new InetSocketAddress(address, port));
        }
        return full;
    }

    /** True when connections wait for others to be accepted. */
    boolean isFull() throws IOException {
        for (SocketChannel client : waiting) {
            if (!client.isConnected() && !client.finishConnect()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel client : waiting) {
            client.close();
        }
        socket.close();
    }
}

package io.hfdownloader.web.connection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Whom a connection is counted for: an IPv4 address, or the network of 64 bits that an IPv6 client may take any address of (RFC 4291
 * section 2.5.4). This machine, from where a proxy may bring everybody's connections, is counted for nobody.
 */
record RemoteNetwork(String name) {

    private static final RemoteNetwork THIS_MACHINE = new RemoteNetwork("");
    private static final int NETWORK_BYTES = 8;

    static RemoteNetwork of(@Nullable SocketAddress address) {
        InetAddress ip = address instanceof InetSocketAddress inet ? inet.getAddress() : null;
        if (ip == null || ip.isLoopbackAddress()) {
            return THIS_MACHINE;
        }
        byte[] bytes = ip.getAddress();
        boolean isNetwork = ip instanceof Inet6Address && !ip.isLinkLocalAddress(); // of which all neighbours share one
        return new RemoteNetwork(HexFormat.of().formatHex(isNetwork ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes));
    }

    boolean isLimited() {
        return !equals(THIS_MACHINE);
    }
}

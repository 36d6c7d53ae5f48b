package io.os199.cs.platform.deadline;

import java.net.InetAddress;
import java.net.Socket;

import javax.net.SocketFactory;

/**
 * Creates {@link WatchedSocket}s that are not connected yet. The PostgreSQL driver instantiates this class by name,
 * except for a connection that waits for notifications, since that continues after a timeout.
 */
public final class WatchedSockets extends SocketFactory {
    @Override
    public Socket createSocket() {
        return new WatchedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
        throw connected();
    }

    private static UnsupportedOperationException connected() {
        return new UnsupportedOperationException("make one without an address and connect it");
    }
}

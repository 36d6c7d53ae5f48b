package io.os199.cs.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ports of both processes: those of {@code config.yml}, shifted together.
 *
 * @param api of the MCP endpoint; the others follow from it
 */
record Ports(int api) {
    static final String LOOPBACK = "127.0.0.1";
    static final int LOWEST = 1024 + 80;
    static final int HIGHEST = 65_535 - 2;

    int apiAdmin() {
        return api + 1;
    }

    int workerAdmin() {
        return api + 2;
    }

    int dashboard() {
        return api - 80;
    }

    String mcp() {
        return "http://" + LOOPBACK + ":" + api + "/mcp";
    }

    void requireFree() throws CannotStartException {
        for (var port : byPurpose().entrySet()) {
            if (!isFree(port.getValue())) {
                throw new CannotStartException(
                        "port %d (%s) is taken by another program: stop that, or choose other ports with --port N"
                                .formatted(port.getValue(), port.getKey()));
            }
        }
    }

    private Map<String, Integer> byPurpose() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("API", api);
        ports.put("admin of the API", apiAdmin());
        ports.put("admin of the worker", workerAdmin());
        ports.put("dashboard", dashboard());
        return ports;
    }

    /** Returns a free port other than these. */
    int another() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (!byPurpose().containsValue(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    boolean isFreeOther(int port) {
        return !byPurpose().containsValue(port) && isFree(port);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}

package io.os199.cs.platform.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * Posts to addresses that people enter, on the public internet only: none that leads to this machine, its network, or
 * what only they can reach. At most four calls at once, ten seconds each, which follow no redirects.
 */
public final class PublicPost implements AutoCloseable {
    private static final int AT_ONCE = 4;
    private static final long LARGEST_ANSWER = 64_000;
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /** Paths are entered by people, and so are not used as a metric label. */
    private static final String TEMPLATE = "/";

    private final Resolution resolution;
    private final OutsideService service;

    /** Resolves a host name. */
    @FunctionalInterface
    public interface Resolution {
        /** All addresses of a host. */
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /** The address is not on the public internet; it was not called. */
    public static final class PrivateAddressException extends IOException {
        private static final long serialVersionUID = 1L;

        PrivateAddressException() {
            super("the address is not on the open net");
        }
    }

    /** @param name the name in metrics */
    public PublicPost(String name, OutsideCalls calls) {
        this(name, calls, InetAddress::getAllByName);
    }

    /** Uses another name resolution. */
    public PublicPost(String name, OutsideCalls calls, Resolution resolution) {
        this.resolution = resolution;
        this.service = new OutsideService(calls, name, AT_ONCE, LARGEST_ANSWER);
    }

    /**
     * Sends a post and returns the status of the answer.
     *
     * @throws PrivateAddressException if one of the host's addresses is not on the public internet
     * @throws IOException if there is no answer
     */
    public int send(URI uri, Map<String, String> headers, String json) throws IOException {
        if (!Arrays.stream(resolution.of(uri.getHost())).allMatch(PublicPost::isPublic)) {
            throw new PrivateAddressException();
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).header("Content-Type", "application/json");
        headers.forEach(request::header);
        return service.send(TEMPLATE, request.POST(BodyPublishers.ofString(json)).build(), DEADLINE)
                .statusCode();
    }

    /** Whether the address is on the public internet: not this machine, its network, or what only they can reach. */
    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean isReserved =
                address.isAnyLocalAddress()
                        || address.isLoopbackAddress()
                        || address.isLinkLocalAddress()
                        || address.isSiteLocalAddress()
                        || address.isMulticastAddress();
        if (bytes.length == 4) {
            int first = bytes[0] & 0xff;
            int second = bytes[1] & 0xff;
            boolean isCarriers = first == 100 && second >= 64 && second < 128;
            boolean isForBenchmarks = first == 198 && (second == 18 || second == 19);
            isReserved |= first == 0 || isCarriers || isForBenchmarks || first >= 240;
        } else {
            boolean isUniqueLocal = (bytes[0] & 0xfe) == 0xfc;
            boolean isTranslated = bytes[0] == 0 && bytes[1] == 0x64;
            boolean isTunnelled = bytes[0] == 0x20 && bytes[1] == 0x02;
            isReserved |= isUniqueLocal || isTranslated || isTunnelled;
        }
        return !isReserved;
    }

    @Override
    public void close() {
        service.close();
    }
}

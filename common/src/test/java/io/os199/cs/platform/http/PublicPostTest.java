package io.os199.cs.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.os199.cs.platform.tracing.Tracing;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Which hosts the addresses that people enter may lead to. */
class PublicPostTest {
    @Test
    void onlyAddressesOfTheOpenNetArePublic() throws Exception {
        for (String open : List.of("93.184.34.1", "2606:2800:220:1::1", "100.128.0.1")) {
            assertThat(PublicPost.isPublic(InetAddress.getByName(open))).as(open).isTrue();
        }
        for (String closed :
                List.of(
                        "127.0.0.1",
                        "10.1.2.3",
                        "172.16.0.1",
                        "192.168.1.1",
                        "169.254.169.254",
                        "0.0.0.0",
                        "100.64.0.1",
                        "198.18.0.1",
                        "224.0.0.1",
                        "240.0.0.1",
                        "255.255.255.255",
                        "::1",
                        "::",
                        "fe80::1",
                        "fc00::1",
                        "fd12::1",
                        "ff02::1",
                        "64:ff9b::a00:1",
                        "2002:a00:1::",
                        "::ffff:10.0.0.1")) {
            assertThat(PublicPost.isPublic(InetAddress.getByName(closed))).as(closed).isFalse();
        }
    }

    @Test
    void aNameThatLeadsToAnInnerAddressAsWellIsNotCalled() throws Exception {
        try (PublicPost post =
                new PublicPost(
                        "test",
                        new OutsideCalls(new PrometheusRegistry(), Tracing.off()),
                        _ ->
                                new InetAddress[] {
                                    InetAddress.getByName("93.184.34.1"),
                                    InetAddress.getByName("10.0.0.1")
                                })) {
            assertThatThrownBy(
                            () ->
                                    post.send(
                                            URI.create("https://hooks.example.com/"),
                                            Map.of(),
                                            "{}"))
                    .isInstanceOf(PublicPost.PrivateAddressException.class);
        }
    }
}

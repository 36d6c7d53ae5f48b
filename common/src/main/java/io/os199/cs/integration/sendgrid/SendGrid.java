package io.os199.cs.integration.sendgrid;

import io.os199.cs.communication.delivery.MailProvider;
import io.os199.cs.integration.Standing;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.platform.http.VendorRequest;

import java.net.URI;

/**
 * SendGrid, where it is on.
 *
 * @param provider takes mail
 * @param suppressionRead to be run once a day
 */
public record SendGrid(
        VendorClient client,
        Standing standing,
        MailProvider provider,
        SuppressionRead suppressionRead)
        implements AutoCloseable {
    /** The host of a region. */
    public static URI host(String region) {
        return URI.create(
                region.equals("eu") ? "https://api.eu.sendgrid.com" : "https://api.sendgrid.com");
    }

    /** Asks whether it takes our key, and stores what it says. */
    public void check() {
        standing.checked(client.check(VendorRequest.get("/v3/scopes")));
    }

    @Override
    public void close() {
        client.close();
    }
}

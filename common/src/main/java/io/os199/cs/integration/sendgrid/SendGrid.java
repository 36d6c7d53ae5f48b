package io.os199.cs.integration.sendgrid;

import io.os199.cs.communication.delivery.MailProvider;
import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.platform.http.VendorRequest;

import java.net.URI;

/**
 * SendGrid, where it is on.
 *
 * @param provider the provider that takes mail
 * @param suppressionRead the sync that runs once a day
 */
public record SendGrid(
        VendorClient client,
        ServiceStanding standing,
        MailProvider provider,
        SuppressionRead suppressionRead)
        implements AutoCloseable {
    /** Returns the host of a region. */
    public static URI host(String region) {
        return URI.create(
                region.equals("eu") ? "https://api.eu.sendgrid.com" : "https://api.sendgrid.com");
    }

    /** Checks whether SendGrid accepts our key, and stores the result. */
    public void check() {
        standing.checked(client.check(VendorRequest.get("/v3/scopes")));
    }

    @Override
    public void close() {
        client.close();
    }
}

package io.os199.cs.core.model;

/**
 * A client by id and display name, with how far its usage of the product is counted and whether it has left.
 *
 * @param usageSeq increases whenever the client's rollups change
 */
public record UsedClient(String clientId, String clientName, long usageSeq, boolean isChurned) {
    public ClientRef ref() {
        return new ClientRef(clientId, clientName);
    }
}

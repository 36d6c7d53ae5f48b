package io.os199.cs.core.model;

/**
 * A client by id and display name, how far its use of the product is counted, and whether it has left.
 *
 * @param usageSeq rises whenever the rollups of the client change
 */
public record UsedClient(String clientId, String clientName, long usageSeq, boolean isChurned) {
    public ClientRef ref() {
        return new ClientRef(clientId, clientName);
    }
}

package io.os199.cs.integration;

/** How a service outside is. */
public enum IntegrationState {
    OFF,
    OK,
    /** It does not take our key. */
    AUTH_FAILED,
    /** It does not answer as it should, or was not asked yet. */
    DEGRADED
}

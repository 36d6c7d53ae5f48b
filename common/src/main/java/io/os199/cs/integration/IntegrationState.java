package io.os199.cs.integration;

/** The state of an external service. */
public enum IntegrationState {
    OFF,
    OK,
    /** It does not accept our key. */
    AUTH_FAILED,
    /** It does not answer as it should, or was not asked yet. */
    DEGRADED
}

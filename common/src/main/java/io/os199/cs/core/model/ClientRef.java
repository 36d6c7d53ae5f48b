package io.os199.cs.core.model;

/** A client by id and display name, as it is named in every answer about it. */
public record ClientRef(String clientId, String clientName) {}

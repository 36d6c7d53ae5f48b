package io.os199.cs.core.model;

/** A client by id and display name, as every answer about it names it. */
public record ClientRef(String clientId, String clientName) {}

/** Rules that hold for the database as a whole, whatever feature a table belongs to. */
package io.os199.cs.schema;

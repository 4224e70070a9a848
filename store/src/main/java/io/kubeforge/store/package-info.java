/** The resource engine: objects, their versions and their watch log in PostgreSQL, secrets encrypted. */
package io.kubeforge.store;

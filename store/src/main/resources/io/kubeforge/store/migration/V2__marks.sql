-- What objects should not have in common, such as the identity of a machine: to be found without reading all of them.
create table stored_mark (
    resource  text collate "C" not null,
    namespace text collate "C" not null,
    name      text collate "C" not null,
    mark      text collate "C" not null,
    value     text collate "C" not null,
    primary key (resource, namespace, name, mark),
    foreign key (resource, namespace, name) references stored_object on delete cascade
);
create index stored_mark_value on stored_mark (resource, namespace, mark, value);

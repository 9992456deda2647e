mod claims;
mod crediting;
mod days;
mod properties;
mod set_group;
mod submit;
mod sweep;

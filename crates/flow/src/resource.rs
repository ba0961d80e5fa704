//! Handles to things that live outside of the values.

use std::any::Any;
use std::fmt;
use std::rc::Rc;

/// A type that can travel along links as a handle: a connection, an element.
///
/// Implement it, and [`resource_port!`](crate::resource_port) makes `In<T>` and `Out<T>` work.
pub trait ResourceHandle: Clone + 'static {
    /// The kind's name as people read it. Ports of one kind link to each other only.
    const KIND: &'static str;
}

/// A shared handle of some [`ResourceHandle`] type.
#[derive(Clone)]
pub struct Resource {
    kind: &'static str,
    handle: Rc<dyn Any>,
}

impl Resource {
    /// Wraps a handle.
    pub fn new<T: ResourceHandle>(handle: T) -> Self {
        Self {
            kind: T::KIND,
            handle: Rc::new(handle),
        }
    }

    /// The kind's name.
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// The handle, where it is of type `T`.
    pub fn get<T: ResourceHandle>(&self) -> Option<T> {
        self.handle.downcast_ref::<T>().cloned()
    }

    /// Whether both are the same handle.
    pub fn same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.handle, &other.handle)
    }
}

impl fmt::Debug for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Resource({})", self.kind)
    }
}

/// Lets a [`ResourceHandle`] be the type of a port.
#[macro_export]
macro_rules! resource_port {
    ($type:ty) => {
        impl $crate::PortValue for $type {
            type Read = Option<$type>;
            const KIND: $crate::Kind =
                $crate::Kind::Resource(<$type as $crate::ResourceHandle>::KIND);
            fn read(value: &$crate::Value) -> Self::Read {
                match value {
                    $crate::Value::Resource(resource) => resource.get(),
                    _ => None,
                }
            }
            fn write(self) -> $crate::Value {
                $crate::Value::Resource($crate::Resource::new(self))
            }
        }
    };
}

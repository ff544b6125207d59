//! What layers of plain numbers have in common.

/// Implements [`Parameters`](sinew_tensors::Parameters), `PartialEq` and `Debug` for a layer of
/// plain numbers.
///
/// The type must be `repr(C)`, its fields the named arrays of `T` and a `PhantomData` of markers.
/// The markers need not be comparable.
macro_rules! plain_data {
    ($name:literal [$($generics:tt)*] $type:ty { $($field:ident),* }) => {
        // SAFETY: `repr(C)`; the fields are arrays of `T`, and a `PhantomData`, which has size zero
        // and alignment one.
        unsafe impl<T: sinew_tensors::Number, $($generics)*> sinew_tensors::Parameters<T> for $type {}

        impl<T: PartialEq, $($generics)*> PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                let _ = other; // there may be no fields
                true $(&& self.$field == other.$field)*
            }
        }

        impl<T: core::fmt::Debug, $($generics)*> core::fmt::Debug for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.debug_struct($name)$(.field(stringify!($field), &self.$field))*.finish()
            }
        }
    };
}

pub(crate) use plain_data;

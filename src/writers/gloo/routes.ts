/** The properties of a RouteTable to which a platform's VirtualService delegates. */
export interface GlooRouteTableProps {
  /** The labels by which the platform's VirtualService selects the RouteTable, such as `{ apiGroup: 'example' }`. */
  readonly labels: { [key: string]: string };

  /**
   * The table's weight. Tables with lower weights come first; Gloo merges tables of the same weight and sorts them by
   * path.
   *
   * @default - 0, Gloo's default
   */
  readonly weight?: number;
}

/** The properties of an application's own VirtualService. */
export interface GlooVirtualServiceProps {
  /**
   * The VirtualService's namespace.
   *
   * @default - the application's namespace
   */
  readonly namespace?: string;
}

/** The object that holds an application's routes. */
export class GlooRoutes {
  /**
   * A RouteTable `<application>-routes` in the application's namespace, to which a VirtualService of the platform
   * delegates (see `GlooDelegation`). The VirtualService has the host names, so the application must not list any.
   *
   * @param props the labels that select it
   */
  public static routeTable(props: GlooRouteTableProps): GlooRoutes {
    return new GlooRoutes(props ?? { labels: {} }, undefined);
  }

  /**
   * A VirtualService with the application's name and hosts. Without hosts it takes every host (`*`), and then no other
   * VirtualService of the same gateway may do so.
   *
   * @param props its namespace
   */
  public static virtualService(props: GlooVirtualServiceProps = {}): GlooRoutes {
    return new GlooRoutes(undefined, props ?? {});
  }

  /** The properties of the RouteTable; undefined for a VirtualService. */
  public readonly table?: GlooRouteTableProps;

  /** The properties of the VirtualService; undefined for a RouteTable. */
  public readonly service?: GlooVirtualServiceProps;

  private constructor(table?: GlooRouteTableProps, service?: GlooVirtualServiceProps) {
    this.table = table;
    this.service = service;
  }
}

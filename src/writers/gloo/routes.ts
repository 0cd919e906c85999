/** Where a team's routes join those of the platform. */
export interface GlooRouteTableProps {
  /** Labels by which the platform's VirtualService selects the RouteTable, such as `{ apiGroup: 'example' }`. */
  readonly labels: { [key: string]: string };

  /**
   * Tables with lower weights come first; tables of the same weight are merged and sorted by path.
   *
   * @default - 0, by Gloo
   */
  readonly weight?: number;
}

/** A VirtualService of the application's own. */
export interface GlooVirtualServiceProps {
  /**
   * Its namespace.
   *
   * @default - the application's namespace
   */
  readonly namespace?: string;
}

/** The object that holds an application's routes. */
export class GlooRoutes {
  /**
   * A RouteTable `<application>-routes` beside the application, to which a VirtualService of the platform delegates
   * (see `GlooDelegation`). The host names are the platform's business then, so the application must not list any.
   *
   * @param props labels by which it is selected
   */
  public static routeTable(props: GlooRouteTableProps): GlooRoutes {
    return new GlooRoutes(props ?? { labels: {} }, undefined);
  }

  /**
   * A VirtualService named like the application, for its hosts. Without hosts it takes every host (`*`), and then
   * no other VirtualService of the same gateway may.
   *
   * @param props where it is
   */
  public static virtualService(props: GlooVirtualServiceProps = {}): GlooRoutes {
    return new GlooRoutes(undefined, props ?? {});
  }

  /** What the RouteTable is like; undefined for a VirtualService. */
  public readonly table?: GlooRouteTableProps;

  /** What the VirtualService is like; undefined for a RouteTable. */
  public readonly service?: GlooVirtualServiceProps;

  private constructor(table?: GlooRouteTableProps, service?: GlooVirtualServiceProps) {
    this.table = table;
    this.service = service;
  }
}
